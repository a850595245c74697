import { createApp } from 'vue'
import { createI18n } from 'vue-i18n'
import App from './App.vue'
import en from './i18n/en.json'
import ro from './i18n/ro.json'

const i18n = createI18n({ legacy: false, locale: 'ro', fallbackLocale: 'en', messages: { ro, en } })

createApp(App).use(i18n).mount('#app')
