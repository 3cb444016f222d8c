// The display that was chosen in the portal. A plain script before the page is drawn, for a page that is the same for everybody cannot carry it.
(() => {
  try {
    const theme = localStorage.getItem("theme");
    if (theme) document.documentElement.dataset.theme = theme;
  } catch {
    // Storage that is switched off: as on this device.
  }
})();
