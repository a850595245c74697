-- Text: hashes, names, the pieces of an archive path.

create or replace function private.hash_of(body text) returns text
language sql immutable strict set search_path = '' as $$
  select encode(sha256(convert_to(body, 'UTF8')), 'hex')
$$;
comment on function private.hash_of(text) is 'Lower-case hex SHA-256 of the UTF-8 bytes: the only hash of this system.';

create or replace function private.clean(raw text) returns text
language sql immutable strict set search_path = '' as $$
  select btrim(normalize(raw, NFC), E' \t\n\r\u00a0')
$$;
comment on function private.clean(text) is 'A name as it is stored: composed (NFC), trimmed, inner space kept.';

-- lower() follows the database's ctype; the translate() makes Romanian letters fold alike under C too.
-- It stands alone, not on clean(): the unique indexes call it as the writer, who may have no usage on this schema.
create or replace function private.fold(raw text) returns text
language sql immutable strict set search_path = '' as $$
  select lower(translate(btrim(normalize(raw, NFC), E' \t\n\r\u00a0'), 'ĂÂÎȘȚŞŢÁÉÍÓÚÖÜŐŰ', 'ăâîșțşţáéíóúöüőű'))
$$;
comment on function private.fold(text) is 'What two names are compared by: cleaned and case-folded.';

create or replace function private.path_part(raw text) returns text
language sql immutable strict set search_path = '' as $$
  select coalesce(nullif(left(regexp_replace(translate(private.clean(raw),
    'ăâîșşțţĂÂÎȘŞȚŢáàäãåÁÀÄÃÅéèëêÉÈËÊíìïÍÌÏóòöôõÓÒÖÔÕúùüûÚÙÜÛőűŐŰçÇñÑ',
    'aaissttAAISSTTaaaaaAAAAAeeeeEEEEiiiIIIoooooOOOOOuuuuUUUUouOUcCnN'),
    '[^A-Za-z0-9_-]', '_', 'g'), 80), ''), '_')
$$;
comment on function private.path_part(text) is
  'A name as storage keys allow it: diacritics off (comma and cedilla forms alike), the rest outside [A-Za-z0-9_-] as _.';

create or replace function private.ms(moment timestamptz) returns bigint
language sql stable strict set search_path = '' as $$
  select floor(extract(epoch from moment) * 1000)::bigint
$$;
comment on function private.ms(timestamptz) is 'Epoch milliseconds.';

create or replace function private.moment(ms bigint) returns timestamptz
language sql stable strict set search_path = '' as $$
  select to_timestamp(greatest(least(ms, 253402300799000), 0) / 1000.0)
$$;
comment on function private.moment(bigint) is 'The moment of epoch milliseconds, kept within years 1970 to 9999.';
