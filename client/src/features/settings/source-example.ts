/** A first event, ready to paste into a shell: it queues one contact. The name is quoted for the shell, whatever is in it. */
export function curlExample(origin: string, sourceName: string, token: string): string {
  const event = {
    specversion: '1.0',
    id: 'first-event',
    source: sourceName,
    type: 'contact.queued',
    data: { contactId: 'contact-1', queueId: 'orders', channel: 'voice' },
  };
  return [
    `curl -sS ${shellQuoted(`${origin}/api/v1/events`)}`,
    `  -H ${shellQuoted(`Authorization: Bearer ${token}`)}`,
    `  -H 'Content-Type: application/cloudevents+json'`,
    `  --data ${shellQuoted(JSON.stringify(event))}`,
  ].join(' \\\n');
}

/** Single quotes keep everything as it is, except single quotes themselves. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
