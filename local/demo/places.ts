/** An institution of the demo before people are put into it. */
export interface PlacePlan {
  city: string
  name: string
  size: number
  ranks: Readonly<Record<string, string>>
  columns: readonly string[]
  /** What points are given for there. */
  reasons: readonly string[]
}

const police = {
  ranks: { 1: 'Agent', 2: 'Agent principal', 3: 'Inspector', 4: 'Comisar', 5: 'Chestor' },
  columns: ['SERIE DE BULETIN', 'INSIGNĂ'],
  reasons: ['Patrulă de noapte', 'Filtru rutier', 'Acțiune specială', 'Ședință', 'Instruire'],
}

const hospital = {
  ranks: { 1: 'Stagiar', 2: 'Asistent', 3: 'Medic rezident', 4: 'Medic specialist', 5: 'Medic primar' },
  columns: ['SERIE DE BULETIN', 'SPECIALIZARE'],
  reasons: ['Gardă de noapte', 'Intervenție', 'Operație', 'Ședință', 'Curs de prim ajutor'],
}

const firefighters = {
  ranks: { 1: 'Soldat', 2: 'Caporal', 3: 'Sergent', 4: 'Locotenent', 5: 'Căpitan' },
  columns: ['ECHIPĂ'],
  reasons: ['Incendiu', 'Descarcerare', 'Exercițiu', 'Întreținere utilaje'],
}

const cityHall = {
  ranks: { 1: 'Referent', 2: 'Inspector', 3: 'Șef birou', 4: 'Director' },
  columns: ['SERIE DE BULETIN', 'BIROU'],
  reasons: ['Program cu publicul', 'Eveniment', 'Ședință de consiliu', 'Proiect încheiat'],
}

const garage = {
  ranks: { 1: 'Ucenic', 2: 'Mecanic', 3: 'Electrician auto', 4: 'Maistru' },
  columns: [],
  reasons: ['Reparație', 'Tractare', 'Tură suplimentară'],
}

/** Three cities, seven institutions, 122 people, of whom two leave. */
export const places: readonly PlacePlan[] = [
  { city: 'Iași', name: 'Poliție', size: 24, ...police },
  { city: 'Iași', name: 'Spital', size: 18, ...hospital },
  { city: 'București', name: 'Poliție', size: 22, ...police },
  { city: 'București', name: 'Spital de Urgență', size: 18, ...hospital },
  { city: 'București', name: 'Pompieri', size: 14, ...firefighters },
  { city: 'Cluj-Napoca', name: 'Primărie', size: 14, ...cityHall },
  { city: 'Cluj-Napoca', name: 'Service „La Țărănoi”', size: 12, ...garage },
]
