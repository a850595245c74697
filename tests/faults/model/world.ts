import type { Op } from '../../../src/domain/op.ts'
import type { ModelCloud } from './cloud.ts'
import { Device } from './device.ts'
import { makeNetwork, type Pushed } from './network.ts'
import { Random } from './random.ts'
import { Scheduler } from './scheduler.ts'

/** The people of the model. */
export const people = {
  owner: '5a1e0000-0000-4000-8000-000000000001',
  leader: '5a1e0000-0000-4000-8000-000000000003',
  helper: '5a1e0000-0000-4000-8000-000000000004',
} as const
export type Who = keyof typeof people
export const everybody = Object.keys(people) as Who[]

/** An edit that a person made and the app took. */
export interface Edit {
  op: Op
  device: Device
  session: number
  /** A person decided about it in the tray, or threw it away when signing out. */
  isResolved: boolean
  /** Sent again from the tray. */
  isAgain: boolean
}

/** Everything that one schedule happens to. */
export class World {
  readonly cloud: ModelCloud
  readonly random: Random
  readonly scheduler: Scheduler
  readonly send: ReturnType<typeof makeNetwork>
  readonly devices: Device[]
  readonly edits = new Map<string, Edit>()
  /** Applied, and the data are as they were: a city that was made and deleted with one push. */
  readonly withoutTrace = new Set<string>()
  /** What only a bug brings about, with the moment it was seen. */
  readonly wrong: string[] = []
  /** Names of what was made, so that they are the same in every run. */
  made = 0
  contexts = 0
  hasBackup = false
  /** The cloud was restored: what it forgot comes again in another order. */
  wentBack = false

  constructor(cloud: ModelCloud, seed: number, start: number) {
    this.cloud = cloud
    this.random = new Random(seed)
    this.scheduler = new Scheduler(this.random, start)
    const onWrong = (what: string) => this.wrong.push(what)
    this.send = makeNetwork(this.scheduler, cloud, this.random, onWrong, (answer) => this.notePushed(answer))
    this.devices = ['desk', 'tablet', 'spare'].map((name) => new Device(this, name))
  }

  /** Notes what a person made; a second time changes nothing. */
  noteEdit(device: Device, op: Op, isAgain: boolean): void {
    if (!this.edits.has(op.id))
      this.edits.set(op.id, { op, device, session: device.session, isResolved: false, isAgain })
  }

  /** A repetition is no new decision, whatever version it is answered at. */
  private notePushed({ before, after, results }: Pushed): void {
    for (const { id } of results.filter(({ status }) => status === 'applied')) {
      if (before === after) this.withoutTrace.add(id)
      else this.withoutTrace.delete(id)
    }
  }

  resolve(id: string): void {
    const edit = this.edits.get(id)
    if (edit) edit.isResolved = true
  }
}
