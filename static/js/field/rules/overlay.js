// The list as the portal gave it, with what this phone wrote since laid over it. Laying it twice changes nothing.

const CHILD_UNDER = 14;
const NOT_COUNTED = new Set(["refused", "declined"]);

/** Why the team comes again after such a visit, unless it says why itself: `sessions.enums.Result.why_again`. */
export const WHY_AGAIN = { met: "continue", nobody_home: "nobody_home", come_back: "come_back", refused: "problem" };

/** The villages with the visits and proposals of the outbox in them. `slice` itself is left as it is. */
export function merged(slice, items) {
  const year = Number(slice.day.slice(0, 4));
  const filled = (village) => ({ team: [], ...village, households: village.households.map((one) => copied(one, year)) });
  const villages = slice.villages.map(filled);
  const kept = items.filter((one) => !NOT_COUNTED.has(one.state)).map((one) => one.item);
  for (const item of kept) if (item.kind === "proposal") propose(villages, item);
  const visits = kept.filter((item) => item.kind === "visit");
  visits.sort((a, b) => (a.visited_on + a.written_at < b.visited_on + b.written_at ? -1 : 1));
  for (const visit of visits) tell(villages, visit);
  return villages;
}

/** A household by its key, with its village: [household, village], or undefined. */
export function homeOf(villages, id) {
  for (const village of villages) {
    const household = village.households.find((one) => one.id === id);
    if (household) return [household, village];
  }
  return undefined;
}

/** What the portal left out because it is empty is put in, and the people stand in the order in which a visit names them. */
function copied(household, year) {
  const { number = "", address = "", best_time = "", language = "", poor = false, visits = 0, last = null, due = [], asked = [], facts = {} } = household;
  const people = household.people.map((person) => ({ ...person, levels: { ...person.levels } }));
  people.sort((a, b) => order(a, year) - order(b, year) || (a.born ?? year) - (b.born ?? year));
  return { ...household, number, address, best_time, language, poor, visits, last, due: [...due], asked: [...asked], facts: { ...facts }, people };
}

/** Away last, children before them, the head first: as `sessions/queries/people.py` has it. */
function order(person, year) {
  const isChild = person.born && year - person.born < CHILD_UNDER;
  return (person.away ? 4 : 0) + (isChild ? 2 : 0) + (person.head ? 0 : 1);
}

function tell(villages, visit) {
  const household = homeOf(villages, visit.household)?.[0];
  if (!household) return;
  if (!household.last || household.last.on <= visit.visited_on) household.last = { on: visit.visited_on, result: visit.result };
  household.visits = Math.max(household.visits, 1);
  if (visit.result === "met") {
    household.due = household.due.filter((promise) => promise.on > visit.visited_on);
    household.asked = household.asked.filter((request) => request.on > visit.visited_on);
  }
  const reason = visit.next_reason || WHY_AGAIN[visit.result];
  if (visit.next_on && !household.due.some((promise) => promise.on === visit.next_on && promise.reason === reason)) {
    household.due.push({ on: visit.next_on, reason });
  }
  for (const seen of visit.observations) see(household, seen, visit.visited_on);
}

function see(household, seen, day) {
  if (!seen.resident) household.facts[seen.skill] = seen.level;
  const person = seen.resident && household.people.find((one) => one.id === seen.resident);
  if (person && !(person.levels[seen.skill]?.[1] > day)) person.levels[seen.skill] = [seen.level, day];
}

function propose(villages, item) {
  const village = villages.find((one) => one.code === item.village);
  if (!village) return;
  let household = village.households.find((one) => one.id === item.household);
  if (item.proposal === "new_household" && !household) village.households.push((household = newHousehold(item)));
  if (!household) return;
  const person = household.people.find((one) => one.id === item.resident);
  if (item.proposal === "moved_away" || item.proposal === "died") {
    if (person) person.proposed = item.proposal;
  } else if (item.proposal !== "new_household" && !person) household.people.push(newPerson(item.resident, item.said, item));
}

function newHousehold(item) {
  const { said } = item;
  const about = { number: said.number ?? "", address: said.address ?? "", best_time: "", language: said.language ?? "", poor: false };
  const people = (said.people ?? []).map((one) => newPerson(one.resident, one, { observed_on: item.observed_on }));
  return { id: item.household, ...about, visits: 0, last: null, due: [], asked: [], facts: {}, people, proposed: true };
}

function newPerson(id, said, item) {
  const levels = {};
  for (const seen of item.observations ?? []) levels[seen.skill] = [seen.level, item.observed_on];
  const born = said.birth_year ?? (said.birth_date ? Number(said.birth_date.slice(0, 4)) : null);
  const isHead = said.relation === "head";
  return { id, name: said.full_name, born, sex: said.sex, head: isHead, minority: false, levels, proposed: item.proposal ?? "new_person" };
}
