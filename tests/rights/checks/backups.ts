import { may } from '../model.ts'
import { livePlaces, signedIn } from '../subjects.ts'
import { answer, call, type Check, refusal, same } from '../world.ts'

/** The backups of an institution are listed to who may reset there, and to nobody else. */
export const backups: Check = async function* (world) {
  const backupsOf = (institution: string) =>
    world.archives
      .filter((archive) => archive.institution === institution && archive.kind === 'backup')
      .map((archive) => archive.id)
      .sort()
  for (const subject of signedIn) {
    const outcomes = await world.attempt(
      subject,
      livePlaces.map(({ institution }) => call('backups_list', { institution })),
    )
    for (const [n, place] of livePlaces.entries()) {
      const came = refusal(outcomes[n])
      if (came !== (may(subject, 'reset', place) ? '' : 'denied'))
        yield `${subject.name}: backups_list of ${place.name} is answered ${came || 'as if allowed'}`
      const listed = answer<{ id: string }[]>(outcomes[n])?.map((one) => one.id)
      if (listed !== undefined && !same(listed.sort(), backupsOf(place.institution)))
        yield `${subject.name}: backups_list of ${place.name} lists ${listed.length} archives`
    }
  }
}
