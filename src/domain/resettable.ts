import type { DirectoryCity, DirectoryInstitution } from './views.ts'

/** The institutions whose weeks a person may close and put back, in the order they are shown in. */
export const resettable = (cities: readonly DirectoryCity[]): { city: string; place: DirectoryInstitution }[] =>
  cities.flatMap((city) =>
    city.institutions.filter(({ can }) => can.includes('reset')).map((place) => ({ city: city.name, place })),
  )
