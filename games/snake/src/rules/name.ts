// What is kept of a name that somebody brings. It is shown to everyone, so nothing in it may hide, or
// turn the text around it the other way.

/**
 * Controls (C0, C1), soft hyphen, marks that change the writing direction, separators of lines, blanks
 * without width, halves of surrogate pairs. What joins emoji (U+200D) stays.
 */
const unwanted = new RegExp(
  '[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u180e\\u200b\\u200e\\u200f' +
    '\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u{d800}-\\u{dfff}]',
  'gu',
);

/**
 * What shows nothing alone: joiners, variation selectors, fillers, tags (Unicode's
 * Default_Ignorable_Code_Point, written out: an engine's own table may be another one).
 */
const unseen = new RegExp(
  '^[\\s\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e' +
    '\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\\u{1bca0}-\\u{1bca3}' +
    '\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]*$',
  'u',
);
/** A joiner that joins nothing would tell two names apart that look the same. */
const looseJoiners = /(?:\u200c|\u200d)+$/;

/** The most code points of a name. */
export const nameLengthMax = 15;

/** The name as it is shown: cleaned, single blanks, at most `nameLengthMax` code points; '' if nothing is left. */
export function cleanName(name: string): string {
  const clean = name.replace(unwanted, '').replace(/\s+/g, ' ').trim();
  const kept = [...clean].slice(0, nameLengthMax).join('').replace(looseJoiners, '').trim();
  return unseen.test(kept) ? '' : kept;
}
