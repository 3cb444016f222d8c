// Finding a household or a person as the portal does: without accents, đ is d, several words in any order, or by number.

const APOSTROPHES = /['’‘ʼ`´]/g;

/** What two spellings of one name share; the same rule as `literacy_portal.kit.vietnamese.search_key`. */
export function searchKey(text) {
  const bare = text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "");
  return bare.replace(/ƀ/g, "b").replace(APOSTROPHES, "").trim().split(/\s+/).filter(Boolean).join(" ");
}

/** "9" before "10", "03" equal to "3", letters after digits. */
export function numberKey(number) {
  const digits = number.replace(/\D/g, "");
  return `${(digits.replace(/^0+/, "") || "0").padStart(10, "0")} ${searchKey(number).replace(/^0+/, "")}`;
}

/** Two letters at least, or a number: less would find everyone. */
export function isSearchable(text) {
  const key = searchKey(text);
  return /^\d+$/.test(key) || key.length >= 2;
}

/** Rows to search in, one for each household and person: made once for a list. */
export function indexOf(villages) {
  const rows = [];
  for (const village of villages) {
    for (const household of village.households) {
      const number = numberKey(household.number);
      const about = ` ${searchKey(`${household.number} ${household.address}`)}`;
      const head = household.people.find((person) => person.head) ?? household.people[0];
      for (const person of household.people) {
        const name = searchKey(person.name);
        rows.push({ village, household, person, number, name, key: ` ${name}${about}`, isHead: person === head });
      }
      if (!head) rows.push({ village, household, person: null, number, name: "", key: about, isHead: true });
    }
  }
  return rows;
}

/** The rows meant by the text, the best first: the number itself, then names whose words begin so, then any that hold the letters. */
export function find(rows, text, most = 40) {
  if (!isSearchable(text)) return [];
  const words = searchKey(text).split(" ");
  const number = numberKey(text);
  const found = [];
  for (const row of rows) {
    const isNumber = row.isHead && row.number === number;
    if (!isNumber && !words.every((word) => row.key.includes(word))) continue;
    const begins = words.every((word) => row.key.includes(` ${word}`));
    const isNamed = words.every((word) => row.name.includes(word));
    // A word of the address or number alone stands for the household, and the household is named by its head.
    if (!isNumber && !row.isHead && !words.some((word) => row.name.includes(word))) continue;
    found.push({ row, rank: isNumber ? 0 : begins && isNamed ? 1 : begins ? 2 : 3 });
  }
  found.sort((a, b) => a.rank - b.rank || (a.row.name < b.row.name ? -1 : a.row.name > b.row.name ? 1 : 0));
  return found.slice(0, most).map(({ row }) => row);
}
