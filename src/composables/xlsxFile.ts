import { strToU8, zipSync } from 'fflate'
import type { ExportTable } from '../domain/exportTable.ts'
import { xlsxParts } from '../domain/xlsx.ts'

/** A workbook's bytes. Synchronous: the zip library's workers are made from blobs, which the Content Security Policy forbids. */
export function xlsxBytes(table: ExportTable): Uint8Array<ArrayBuffer> {
  const parts = Object.entries(xlsxParts(table)).map(([path, text]) => [path, strToU8(text)] as const)
  return new Uint8Array(zipSync(Object.fromEntries(parts)))
}
