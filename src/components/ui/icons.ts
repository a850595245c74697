/** Outlines on a 16 × 16 grid, drawn with a 1.5 stroke in the text's colour. */
export const icons = {
  close: 'M4 4l8 8M12 4l-8 8',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.8 10.8L14 14',
  chevron: 'M6 4l4 4-4 4',
  up: 'M8 13V3M4 7l4-4 4 4',
  down: 'M8 3v10M4 9l4 4 4-4',
  more: 'M2.6 8a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0zM7.6 8a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0zM12.6 8a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0z',
  history: 'M2.5 8a5.5 5.5 0 1 0 2-4.2M2.5 2.5v3h3M8 5v3l2 1.5',
  undo: 'M5.5 2.5L2.5 5.5l3 3M2.5 5.5H9a4 4 0 0 1 0 8H6',
  redo: 'M10.5 2.5l3 3-3 3M13.5 5.5H7a4 4 0 0 0 0 8h3',
  edit: 'M3 13h2.5L13 5.5 10.5 3 3 10.5z',
  trash: 'M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.5 8.5h6l.5-8.5',
  reports: 'M4 2.5h6l2.5 2.5v8.5H4zM6 7h4.5M6 10h4.5',
  members:
    'M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 2.7a2.5 2.5 0 0 1 0 4.6M12 9.8c1.6.5 2.5 1.8 2.5 3.7',
  backup:
    'M3 4.5c0-1.1 2.2-2 5-2s5 .9 5 2v7c0 1.1-2.2 2-5 2s-5-.9-5-2zM3 4.5c0 1.1 2.2 2 5 2s5-.9 5-2M3 8c0 1.1 2.2 2 5 2s5-.9 5-2',
  bolt: 'M9 2L4 9h4l-1 5 5-7H8z',
  status: 'M2 8h3l2-5 2.5 10L11 8h3',
  tray: 'M2.5 9.5L4 3.5h8l1.5 6v3.5h-11zM2.5 9.5H6l1 1.5h2l1-1.5h3.5',
  settings: 'M2 5h7M12 5h2M2 11h2M7 11h7M10.5 3.5v3M5.5 9.5v3',
  copy: 'M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1',
  check: 'M3 8.5l3 3 7-7',
  download: 'M8 2v8M4.5 7L8 10.5 11.5 7M3 13.5h10',
  plus: 'M8 3v10M3 8h10',
  share: 'M8 10V2M5 4.5L8 1.5l3 3M5 6.5H3.5v8h9v-8H11',
  signOut: 'M9 2.5H3.5v11H9M7 8h7M11 5l3 3-3 3',
} as const

export type IconName = keyof typeof icons
