/** Whether the keyboard in front of the person has a ⌘. iPads call themselves Macs. */
export const isApple = /Mac|iPhone|iPad|iPod/.test(navigator.platform)
