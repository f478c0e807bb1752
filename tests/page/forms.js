/** Forms of the page, filled as several tests need them. */

/** @typedef {import('./harness.js').Person} Person */

/** The new address of each of several people.
 * @param {Person} p */
export async function severalPeople(p) {
  await p.type('Extensions, ranges, names: 200-299,305', '201,206');
  await p.type('Email Address', '{last|ascii|lower}@new.example');
  await p.sees('zolkiewski@new.example');
}

/** Extension 200 gets another person; what would change is shown.
 * @param {Person} p */
export async function handOver(p) {
  await p.page.select('fieldset select', '200');
  await p.type('First Name', 'Noelle');
  await p.type('Last Name', 'Newman');
  await p.type('Email Address', 'noelle@example.com');
  await p.press('Show what would change');
  await p.sees('+15550100200');
}
