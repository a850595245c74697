import { createRouter, createWebHistory } from 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** Only for admins and superusers; the shell shows others a page that says so, and the server refuses them anyway. */
    admin?: true
  }
}

/** Every address of the app. Whether someone is signed in decides what App.vue shows, not the address: links survive a sign-in. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', component: () => import('./views/home/HomeView.vue') },
    {
      path: '/institution/:institution',
      name: 'roster',
      props: true,
      component: () => import('./views/roster/RosterView.vue'),
    },
    { path: '/city/:city', name: 'city', props: true, component: () => import('./views/home/CityView.vue') },
    { path: '/reports', name: 'reports', component: () => import('./views/reports/ReportsView.vue') },
    { path: '/reports/backups', name: 'backups', component: () => import('./views/reports/BackupsView.vue') },
    {
      path: '/reports/:archive',
      name: 'report',
      props: true,
      component: () => import('./views/reports/PeopleView.vue'),
    },
    {
      path: '/reports/:archive/compare',
      name: 'reportCompare',
      props: true,
      component: () => import('./views/reports/CompareView.vue'),
    },
    {
      path: '/reports/:archive/chart',
      name: 'reportChart',
      props: true,
      component: () => import('./views/reports/ChartView.vue'),
    },
    { path: '/status', name: 'status', component: () => import('./views/status/StatusView.vue') },
    { path: '/tray', name: 'tray', component: () => import('./views/status/TrayView.vue') },
    { path: '/settings', name: 'settings', component: () => import('./views/settings/SettingsView.vue') },
    { path: '/import', name: 'import', component: () => import('./views/import/ImportView.vue') },
    {
      path: '/admin/sync',
      name: 'adminSync',
      meta: { admin: true },
      component: () => import('./views/admin/AdminSyncView.vue'),
    },
    {
      path: '/admin/members',
      name: 'adminMembers',
      meta: { admin: true },
      component: () => import('./views/admin/MembersView.vue'),
    },
    {
      path: '/admin/members/:user',
      name: 'adminMember',
      meta: { admin: true },
      props: true,
      component: () => import('./views/admin/MemberView.vue'),
    },
    {
      path: '/admin/audit',
      name: 'adminAudit',
      meta: { admin: true },
      component: () => import('./views/admin/AuditView.vue'),
    },
    {
      path: '/admin/backups',
      name: 'adminBackups',
      meta: { admin: true },
      component: () => import('./views/admin/AdminBackupsView.vue'),
    },
    {
      path: '/admin/erase',
      name: 'adminErase',
      meta: { admin: true },
      component: () => import('./views/admin/EraseView.vue'),
    },
    { path: '/:rest(.*)*', name: 'missing', component: () => import('./views/home/MissingView.vue') },
  ],
})
