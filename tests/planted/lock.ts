import { guarded } from './rule.ts'

/** The lock, beyond what the convergence model sees: that it is quick. */
export const lock = guarded('tests/domain/lock.spec.ts', [
  {
    name: 'the lock stays until the next poll after what it asked for was applied',
    file: 'src/domain/lock.ts',
    from: "? { is: 'synced' } : lock",
    to: '? lock : lock',
    test: 'an applied head that reaches what is demanded opens the lock at once',
  },
])
