import type { Capability, Id } from './model.ts'
import type { OpBody } from './op.ts'

/** A right that an op needs: where `institution` is null the city itself is meant, where both are null everywhere. */
export interface Demand {
  capability: Capability
  city: Id | null
  institution: Id | null
}

/** The rights that an op needs (docs/protocol.md, section 2). The city of an institution is looked up by the caller. */
export function demands(body: OpBody, cityOf: (institution: Id) => Id | null): Demand[] {
  const at = (capability: Capability, institution: Id): Demand => ({
    capability,
    city: cityOf(institution),
    institution,
  })
  switch (body.kind) {
    case 'points.add':
    case 'points.undo':
      return [at('score', body.institution)]
    case 'employee.create':
      return [at('edit', body.institution), ...(body.points > 0 ? [at('score', body.institution)] : [])]
    case 'employee.edit':
    case 'institution.rename':
    case 'institution.ranks':
    case 'institution.columns':
      return [at('edit', body.institution)]
    case 'employee.move':
      return [at('edit', body.institution), at('edit', body.to)]
    case 'employee.delete':
    case 'institution.delete':
      return [at('delete', body.institution)]
    case 'city.create':
    case 'city.rename':
    case 'city.order':
      return [{ capability: 'edit', city: null, institution: null }]
    case 'city.delete':
      return [{ capability: 'delete', city: body.city, institution: null }]
    case 'institution.create':
    case 'institution.order':
      return [{ capability: 'edit', city: body.city, institution: null }]
  }
}
