// What went wrong and what to do.
export const trouble = {
  ended: { title: 'Your session has ended', advice: 'Sign in again, then try again. What you entered here stays as long as this page is open.' },
  offline: { title: 'The service was not reached', advice: 'Look whether you are connected, then try again.' },
  busy: { title: 'The service is busy', advice: 'Wait a moment, then try again.', later: { one: 'Try again in a second.', other: 'Try again in {count} seconds.' } },
  outcome: { title: 'Nobody knows whether this was done', advice: 'The connection broke off. Load again and look before you repeat it.' },
  forbidden: { title: 'You may not do this', advice: 'Ask somebody who administers the company.' },
  input: { title: 'This cannot be taken as it is', advice: 'Look at the marked fields.' },
  limit: { title: 'There is no room for this', advice: 'See below for what to do first.' },
  conflict: { title: 'Somebody else has changed this meanwhile', advice: 'What you entered is still here. Look at what has changed, then decide.' },
  gone: { title: 'This is not there any more', advice: 'It may have been deleted. Go back to the list.' },
  broken: { title: 'Something is broken', advice: 'Tell whoever runs this service.' },
  detail: 'What the service said',
};
