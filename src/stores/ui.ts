import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

export type Theme = 'system' | 'dark' | 'light'
export type Language = 'ro' | 'en'

/** A short message at the edge of the screen, with at most one thing to do about it. */
export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'good' | 'bad'
  action?: { label: string; run: () => void }
}

/** What a browser offers where an app may be installed: it asks its person. */
export interface InstallPrompt extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>
}

function readText(key: string): string | null {
  try {
    return localStorage.getItem(`punctaj:${key}`)
  } catch {
    return null // storage is forbidden
  }
}

function read<T extends string>(key: string, allowed: readonly T[], otherwise: T): T {
  const value = readText(key)
  return allowed.find((one) => one === value) ?? otherwise
}

/** Keeps a choice for the next start; without storage it holds until the page is closed. */
export function remember(key: 'theme' | 'locale' | 'place' | 'persist', value: string): void {
  try {
    localStorage.setItem(`punctaj:${key}`, value)
  } catch {
    // Full or forbidden.
  }
}

/** Whether the browser was asked before, by itself, to keep this device's data for good. */
export const wasAsked = (): boolean => readText('persist') !== null

/** A file that the operating system opened with this app (File System Access). */
export interface LaunchedFile {
  name: string
  getFile(): Promise<File>
}

/** Theme, language and toasts: interface state, never rows. */
export const useUi = defineStore('ui', () => {
  const theme = ref<Theme>(read('theme', ['system', 'dark', 'light'], 'system'))
  const locale = ref<Language>(read('locale', ['ro', 'en'], 'ro'))
  const toasts = ref<Toast[]>([])
  /** The way out was chosen; unsent edits are asked about first. */
  const signingOut = ref(false)
  /** The institution that was open last, for the next start. */
  const lastPlace = ref(readText('place'))
  /** The address of a page whose part of the app could not be loaded; it is said instead of the page. */
  const missingPart = ref<string | null>(null)
  /** The browser's offer to install the app; used up by asking. */
  const installPrompt = shallowRef<InstallPrompt | null>(null)
  /** Files to import that wait for their page: until somebody is signed in, and the lock is gone. */
  const launched = shallowRef<LaunchedFile[]>([])
  let lastId = 0

  function openPlace(id: string): void {
    lastPlace.value = id
    remember('place', id)
  }

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
  }

  /** Shows a toast for 6 s; one with an action stays 12 s; a bad one until it is dismissed. */
  function toast(text: string, tone: Toast['tone'] = 'plain', action?: Toast['action']): void {
    const id = ++lastId
    // An older offer would act on what is the latest now.
    const others = toasts.value.filter((one) => !(action && one.action))
    toasts.value = [...others.slice(-2), { id, text, tone, ...(action && { action }) }]
    if (tone !== 'bad') setTimeout(() => dismiss(id), action ? 12_000 : 6_000)
  }

  /** Nothing of the person who has left is shown to the next one. */
  function forget(): void {
    toasts.value = []
    signingOut.value = false
    lastPlace.value = null
    launched.value = []
  }

  const shown = { theme, locale, toasts, signingOut, lastPlace, missingPart, installPrompt, launched }
  return { ...shown, openPlace, toast, dismiss, forget }
})
