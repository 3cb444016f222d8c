// The language of a household set against the members of the team who speak it.

/** Who of the village's team speaks the household's language: null when everybody does (Vietnamese) or it is not known. */
export function speakers(household, village, own, user) {
  const language = household.language;
  if (!language || language === "vie") return null;
  const others = village.team.filter((member) => member.user !== user?.id && member.speaks?.includes(language));
  return { language, mine: own.includes(language), names: others.map((member) => member.name) };
}
