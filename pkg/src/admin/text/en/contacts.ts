// Contacts of service accounts.
export const contacts = {
  title: 'Contacts',
  lead: 'Each service account has an entry in the company’s directory. When its address changes, or it joins another company’s directory, the account stops working.',
  empty: 'No contacts',
  emptyText: 'A service account that is made gets its contact here.',
  account: 'Account',
  email: 'E-mail address',
};
