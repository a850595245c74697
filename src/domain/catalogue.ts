import { type Entry, permanent, retryable } from './errorEntry.ts'
import type { Code } from './errors.ts'

/** What a person reads of each code: why it happened and what helps (docs/protocol.md, section 6). Only pages load it. */
export const catalogue = {
  not_signed_in: permanent(
    ['Nu ești conectat.', 'Conectează-te din nou; modificările netrimise rămân pe dispozitiv.'],
    ['You are not signed in.', 'Sign in again; unsent edits stay on this device.'],
  ),
  denied: permanent(
    ['Nu ai dreptul la această operație.', 'Cere dreptul unui administrator.'],
    ['You are not allowed to do this.', 'Ask an administrator for the permission.'],
  ),
  other_user: permanent(
    ['Modificarea aparține altui utilizator.', 'Conectează-te cu contul care a făcut-o.'],
    ['The edit belongs to another user.', 'Sign in with the account that made it.'],
  ),
  op_reused: permanent(
    ['Aceeași modificare a fost trimisă cu alt conținut.', 'Refă modificarea.'],
    ['The same edit was sent with other content.', 'Make the edit again.'],
  ),
  bad_op: permanent(
    ['Modificarea nu are forma corectă.', 'Verifică valorile și încearcă din nou.'],
    ['The edit is malformed.', 'Check the values and try again.'],
  ),
  too_large: permanent(
    ['Prea multe date deodată.', 'Împarte operația în mai multe părți.'],
    ['Too much data at once.', 'Split it into smaller parts.'],
  ),
  unknown_kind: permanent(
    ['Cloudul nu cunoaște încă acest fel de modificare.', 'Anunță un administrator: cloudul trebuie actualizat.'],
    ['The cloud does not know this kind of edit yet.', 'Tell an administrator: the cloud needs an update.'],
  ),
  period_closed: permanent(
    ['Săptămâna s-a închis între timp.', 'Renunță la modificare sau adaug-o în săptămâna nouă.'],
    ['The week was closed in the meantime.', 'Drop the edit or add it to the new week.'],
  ),
  already_reset: permanent(
    ['Altcineva a resetat deja punctajul.', 'Arhiva lui este cea valabilă.'],
    ['Somebody else has reset the points already.', 'Their archive is the one that counts.'],
  ),
  employee_gone: permanent(
    ['Angajatul a fost șters.', 'Renunță la modificare sau adaugă-l din nou.'],
    ['The employee was deleted.', 'Drop the edit or add them again.'],
  ),
  institution_gone: permanent(
    ['Instituția a fost ștearsă.', 'Renunță la modificare.'],
    ['The institution was deleted.', 'Drop the edit.'],
  ),
  city_gone: permanent(['Orașul a fost șters.', 'Renunță la modificare.'], ['The city was deleted.', 'Drop the edit.']),
  column_gone: permanent(
    ['Coloana a fost ștearsă între timp.', 'Renunță la valoare sau adaugă coloana din nou.'],
    ['The column was deleted in the meantime.', 'Drop the value or add the column again.'],
  ),
  archive_gone: permanent(
    ['Arhiva nu mai există sau nu ai acces la ea.', 'Alege altă arhivă.'],
    ['The archive does not exist or is not yours to see.', 'Choose another archive.'],
  ),
  night_gone: permanent(
    ['Copia din noaptea aceasta nu mai este păstrată.', 'Alege altă noapte.'],
    ['The backup of this night is no longer kept.', 'Choose another night.'],
  ),
  clash: permanent(
    ['Altcineva a schimbat aceeași valoare.', 'Alege valoarea ta sau pe a lui.'],
    ['Somebody else changed the same value.', 'Choose your value or theirs.'],
  ),
  changed_since: permanent(
    ['S-a schimbat de când l-ai văzut.', 'Uită-te din nou, apoi repetă.'],
    ['It has changed since you last looked.', 'Look again, then repeat.'],
  ),
  name_taken: permanent(
    ['Există deja unul cu acest nume.', 'Alege alt nume.'],
    ['The name is already taken.', 'Choose another name.'],
  ),
  target_gone: permanent(
    ['Nu mai este nimic de anulat.', 'Nu trebuie făcut nimic.'],
    ['There is nothing left to undo.', 'Nothing needs to be done.'],
  ),
  member_gone: permanent(
    ['Persoana nu mai este printre membri.', 'Nu trebuie făcut nimic.'],
    ['The person is not among the members any more.', 'Nothing needs to be done.'],
  ),
  force_too_soon: permanent(
    ['S-a forțat o sincronizare acum mai puțin de 30 de secunde.', 'Așteaptă puțin.'],
    ['A sync was forced less than 30 seconds ago.', 'Wait a little.'],
  ),
  self_change: permanent(
    ['Nimeni nu își schimbă propriile drepturi.', 'Cere altui administrator.'],
    ['Nobody changes their own permissions.', 'Ask another administrator.'],
  ),
  last_superuser: permanent(
    ['Este ultimul superuser.', 'Numește întâi altul.'],
    ['This is the last superuser.', 'Appoint another one first.'],
  ),
  not_allowed_role: permanent(
    ['Nu poți da acest rol.', 'Cere unui superuser.'],
    ['You cannot give this role.', 'Ask a superuser.'],
  ),
  bad_zone: permanent(
    ['Cloudul nu cunoaște acest fus orar.', 'Alege altul din listă.'],
    ['The cloud does not know this time zone.', 'Choose another from the list.'],
  ),
  fork_lost: permanent(
    [
      'Cloudul a fost restaurat dintr-o copie mai veche care nu are această modificare.',
      'Trimite-o din nou sau renunță la ea.',
    ],
    ['The cloud was restored from an older copy that lacks this edit.', 'Send it again or drop it.'],
  ),
  bad_file: permanent(
    [
      'Fișierul nu conține modificări netrimise din Punctaj sau este deteriorat.',
      'Alege fișierul exportat din Punctaj.',
    ],
    ['The file has no unsent Punctaj edits in it, or it is damaged.', 'Choose the file that Punctaj exported.'],
  ),
  file_too_large: permanent(
    ['Fișierul este prea mare pentru modificări netrimise.', 'Alege fișierul exportat din Punctaj.'],
    ['The file is too large to be unsent edits.', 'Choose the file that Punctaj exported.'],
  ),
  offline: retryable(
    ['Nu este legătură cu cloudul.', 'Verifică internetul; se încearcă din nou singur.'],
    ['The cloud cannot be reached.', 'Check the connection; it is tried again automatically.'],
  ),
  timeout: retryable(
    ['Cloudul nu a răspuns la timp.', 'Se încearcă din nou singur.'],
    ['The cloud did not answer in time.', 'It is tried again automatically.'],
  ),
  server_fault: retryable(
    ['Cloudul a greșit la această modificare.', 'Trimite-o din nou; dacă se repetă, anunță un administrator.'],
    ['The cloud made a mistake over this edit.', 'Send it again; if it persists, tell an administrator.'],
  ),
  server_down: retryable(
    ['Cloudul are o problemă.', 'Se încearcă din nou singur.'],
    ['The cloud has a problem.', 'It is tried again automatically.'],
  ),
  bad_answer: retryable(
    ['Cloudul a dat un răspuns de neînțeles.', 'Încearcă din nou; dacă se repetă, anunță un administrator.'],
    ['The cloud gave an answer that makes no sense.', 'Try again; if it persists, tell an administrator.'],
  ),
  hash_mismatch: retryable(
    ['Datele primite nu se potrivesc cu amprenta lor.', 'Încearcă din nou; datele tale locale sunt neatinse.'],
    ['The received data do not match their hash.', 'Try again; your local data are untouched.'],
  ),
  root_mismatch: retryable(
    ['Răspunsul nu este complet.', 'Încearcă din nou; datele tale locale sunt neatinse.'],
    ['The answer is not complete.', 'Try again; your local data are untouched.'],
  ),
  cut_off: retryable(
    ['Răspunsul s-a întrerupt.', 'Încearcă din nou; ce s-a descărcat rămâne.'],
    ['The answer was cut off.', 'Try again; what was downloaded stays.'],
  ),
  storage_full: permanent(
    ['Nu mai este loc pe dispozitiv.', 'Eliberează spațiu, apoi încearcă din nou; ce era deja păstrat este neatins.'],
    ['The device is full.', 'Free some space, then try again; what was kept already is untouched.'],
  ),
  storage_lost: retryable(
    ['Browserul a închis baza de date locală.', 'Încearcă din nou; dacă nu merge, reîncarcă pagina.'],
    ['The browser closed the local database.', 'Try again; if that does not help, reload the page.'],
  ),
  storage_blocked: permanent(
    [
      'Browserul nu lasă acest site să păstreze date, iar fără ele aplicația nu poate lucra.',
      'Permite cookie-urile și datele site-ului în setările browserului sau ieși din modul privat, apoi reîncarcă pagina.',
    ],
    [
      'The browser does not let this site keep data, and the app cannot work without.',
      'Allow cookies and site data in the browser’s settings, or leave private mode, then reload the page.',
    ],
  ),
  client_too_old: permanent(
    ['Aplicația este prea veche.', 'Actualizează aplicația.'],
    ['The app is too old.', 'Update the app.'],
  ),
  session_ended: permanent(
    ['Sesiunea s-a încheiat.', 'Conectează-te din nou.'],
    ['The session has ended.', 'Sign in again.'],
  ),
  account_blocked: permanent(
    ['Contul tău a fost blocat.', 'Întreabă un administrator.'],
    ['Your account has been blocked.', 'Ask an administrator.'],
  ),
  wrong_password: permanent(
    ['E-mailul sau parola nu este corectă.', 'Verifică-le și încearcă din nou.'],
    ['The e-mail or the password is not right.', 'Check them and try again.'],
  ),
  sign_in_refused: permanent(
    ['Conectarea cu Discord nu a fost acceptată.', 'Încearcă din nou și acceptă cererea de pe pagina Discord.'],
    ['The sign-in with Discord was not accepted.', 'Try again, and accept the request on Discord’s page.'],
  ),
  edits_left: permanent(
    ['Au rămas modificări pe care cloudul nu le-a primit.', 'Exportă-le sau renunță la ele, apoi deconectează-te.'],
    ['There are edits left that the cloud did not accept.', 'Export them or throw them away, then sign out.'],
  ),
  cancelled: permanent(
    ['Descărcarea a fost oprită.', 'O poți relua oricând.'],
    ['The download was stopped.', 'You can resume it any time.'],
  ),
  locked: permanent(
    ['Există modificări în cloud care nu sunt încă pe acest dispozitiv.', 'Descarcă sincronizarea.'],
    ['The cloud has changes that this device does not have yet.', 'Download them first.'],
  ),
} as const satisfies Record<Code, Entry>
