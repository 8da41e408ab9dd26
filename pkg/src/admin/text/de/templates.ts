// Vorlagen.
export const templates = {
  new: 'Neue Vorlage',
  name: 'Name',
  levels: 'Rechte',
  edit: 'Bearbeiten',
  remove: 'Löschen',
  question: 'Die Vorlage „{name}“ löschen?',
  stays: 'Konten, denen sie zugewiesen wurde, behalten ihre Rechte.',
  count: { one: 'Rechte auf {count} Werkzeug', other: 'Rechte auf {count} Werkzeugen' },
  empty: { title: 'Noch keine Vorlagen', text: 'Eine Vorlage ist ein Satz von Rechten mit einem Namen, um mehreren Konten dasselbe zu geben.' },
  copies: 'Konten, denen sie zugewiesen wurde, behalten, was sie haben, bis Sie sie noch einmal zuweisen.',
  renamed: 'Jemand anders hat sie „{name}“ genannt.',
  saved: 'Die Vorlage ist gespeichert.',
  removed: 'Die Vorlage ist gelöscht.',
};
