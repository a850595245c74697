/** The oldest protocol number that this app speaks; a cloud that asks for more gets no edits and no downloads. */
export const protocol = 1
