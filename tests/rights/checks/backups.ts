import { may } from '../model.ts'
import { livePlaces, signedIn } from '../subjects.ts'
import { call, type Check, refusal } from '../world.ts'

/** The backups of an institution are listed to who may reset there, and to nobody else. */
export const backups: Check = async function* (world) {
  for (const subject of signedIn) {
    const outcomes = await world.attempt(
      subject,
      livePlaces.map(({ institution }) => call('backups_list', { institution })),
    )
    for (const [n, place] of livePlaces.entries()) {
      const came = refusal(outcomes[n])
      if (came !== (may(subject, 'reset', place) ? '' : 'denied'))
        yield `${subject.name}: backups_list of ${place.name} is answered ${came || 'as if allowed'}`
    }
  }
}
