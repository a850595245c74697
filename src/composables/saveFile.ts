/** Hands a file to the browser's download. */
export function saveFile(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Saves edits that the cloud does not have. */
export const saveUnsent = (file: Blob): void =>
  saveFile(`punctaj-unsent-${new Date().toISOString().slice(0, 10)}.json`, file)
