/** What tells people without ids apart: name and nick, letter case and composition aside. Two people may share it. */
export const calledKey = ({ name, discord }: { name: string; discord: string }): string =>
  `${same(name)}\n${same(discord)}`

const same = (text: string): string => text.trim().normalize('NFC').toLowerCase()
