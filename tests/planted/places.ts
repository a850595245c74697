import { guarded } from './rule.ts'

const place = 'src/domain/applyPlace.ts'

/** Cities and institutions as they show at once. */
export const places = [
  ...guarded('tests/domain/applyOps.spec.ts', [
    {
      name: 'a city is shown under a name that is taken',
      file: place,
      from: 'cities.has(city) || isTaken(cities.values(), city, name)',
      to: 'cities.has(city)',
      test: 'a name that is taken, in any case, makes no place, and nothing in it',
    },
    {
      name: 'a name in other letter case is another name',
      file: place,
      from: 'other.name.toLowerCase() === wanted',
      to: 'other.name === name',
      test: 'a name that is taken, in any case, makes no place, and nothing in it',
    },
    {
      name: 'an institution is shown under a name that its city has',
      file: place,
      from: ' || isTaken(inCity(state, city), id, name)) return',
      to: ') return',
      test: 'a name that is taken, in any case, makes no place, and nothing in it',
    },
    {
      name: 'an institution is renamed over a name that somebody else gave',
      file: place,
      from: '!held || !fits(held.name, [old, fresh]) ||',
      to: '!held ||',
      test: 'an institution is renamed and deleted as it was seen',
    },
    {
      name: 'an institution is deleted whose week was closed since',
      file: place,
      from: 'if (place && place.roster.period !== seen) return',
      to: '',
      test: 'an institution is renamed and deleted as it was seen',
    },
    {
      name: 'ranks in another order are other ranks',
      file: place,
      from: 'Object.entries(filledRanks(ranks)).sort()',
      to: 'Object.entries(filledRanks(ranks))',
      test: 'ranks and columns are changed three ways',
    },
    {
      name: 'ranks are changed over those of somebody else',
      file: place,
      from: '!place || !fits(textOf(place.roster.ranks), [textOf(old), textOf(fresh)])',
      to: '!place',
      test: 'ranks and columns are changed three ways',
    },
    {
      name: 'columns are changed over those of somebody else',
      file: place,
      from: '!place || !fits(text(place.roster.columns), [text(old), text(fresh)])',
      to: '!place',
      test: 'ranks and columns are changed three ways',
    },
  ]),
  ...guarded('tests/domain/rules.spec.ts', [
    {
      name: 'a city is renamed over a name that somebody else gave',
      file: place,
      from: '!held || !fits(held.name, [clean(old), clean(fresh)]) ||',
      to: '!held ||',
      test: 'the directory shows own ops, and a deleted city takes its institutions along',
    },
    {
      name: 'a city is deleted with institutions that nobody saw',
      file: place,
      from: 'if (here.length !== known.size || here.some(({ id }) => !known.has(id))) return',
      to: '',
      test: 'the directory shows own ops, and a deleted city takes its institutions along',
    },
    {
      name: 'a deleted city leaves its institutions behind',
      file: place,
      from: 'for (const { id } of here) state.institutions.delete(id)',
      to: '',
      test: 'the directory shows own ops, and a deleted city takes its institutions along',
    },
  ]),
  ...guarded('tests/domain/order.spec.ts', [
    {
      name: 'an order is shown over that of somebody else',
      file: place,
      from: 'if (!fits(String(now), [String(seen), String(wanted)])) return',
      to: '',
      test: 'is left alone when somebody else made another one',
    },
    {
      name: 'a place that is gone stands in the way of an order',
      file: place,
      from: 'const seen = old.filter((id) => known.has(id))',
      to: 'const seen = old',
      test: 'does not mind who is gone or came meanwhile',
    },
    {
      name: 'an order may name a place twice',
      file: 'src/domain/checkOp.ts',
      from: 'ids.every(isId) && new Set(ids).size === ids.length',
      to: 'ids.every(isId)',
      test: 'lists each place once, and not too many',
    },
  ]),
  ...guarded('tests/domain/places.spec.ts', [
    {
      name: 'a right on one institution holds in its whole city',
      file: 'src/domain/permission.ts',
      from: 'if (permission.institution !== null) return permission.institution === institution',
      to: '',
      test: 'of an editor of one institution is about that one',
    },
    {
      name: 'who edits one institution may order its city',
      file: 'src/domain/demands.ts',
      from: "return [{ capability: 'edit', city: body.city, institution: null }]",
      to: "return [{ capability: 'edit', city: null, institution: null }]",
      test: 'offers nothing that the op behind it would be denied',
    },
  ]),
]
