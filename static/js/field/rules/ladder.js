// The skill ladders: what to practise next, and who stands still. The same rules as `sessions/queries/levels.py`.

export const TOP = { competence: 3, fact: 1, vneid: 2 };
export const STALLED_AT = 2;
export const STALLED_DAYS = 21;
const A_DAY = 86_400_000;

/** The level of a person on a skill, or undefined when it was never seen. */
export const levelOf = (person, skill) => person.levels?.[skill.code]?.[0];

export const competences = (skills) => inOrder(skills).filter((skill) => skill.subject === "person" && skill.ladder === "competence");
export const factsOf = (skills, subject) => inOrder(skills).filter((skill) => skill.subject === subject && skill.ladder !== "competence");

/** The competences in the order to offer them: easy first, the lowest not yet done alone; then what is to be seen again. */
export function suggested(skills, person) {
  const ladders = competences(skills);
  const isLearned = (skill) => (levelOf(person, skill) ?? 0) >= TOP.competence;
  const toLearn = ladders.filter((skill) => !isLearned(skill));
  const isFurther = (skill) => Number(skill.family === "further");
  const seen = (skill) => person.levels[skill.code][1];
  return [
    ...toLearn.sort((a, b) => isFurther(a) - isFurther(b)),
    ...ladders.filter(isLearned).sort((a, b) => (seen(a) < seen(b) ? -1 : seen(a) > seen(b) ? 1 : 0)),
  ];
}

/** The core skill that someone of the household has done only with help for three weeks or more, the longest; null when none. */
export function stalled(household, skills, day) {
  const core = competences(skills).filter((skill) => skill.family === "core");
  let longest = null;
  for (const person of household.people) {
    for (const skill of core) {
      const [level, since] = person.levels?.[skill.code] ?? [];
      if (level !== STALLED_AT || Date.parse(day) - Date.parse(since) < STALLED_DAYS * A_DAY) continue;
      if (!longest || since < longest.since) longest = { person, skill, since };
    }
  }
  return longest;
}

function inOrder(skills) {
  return [...skills].sort((a, b) => a.order - b.order || (a.code < b.code ? -1 : 1));
}
