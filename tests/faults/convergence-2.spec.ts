import { converges } from './converge.ts'

converges(2)
