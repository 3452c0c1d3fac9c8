/** Shows what is pushed, also while no page is open, and opens the console where it is about. */
self.addEventListener('push', (event) => {
  const message = event.data?.json();
  if (!message) return;
  event.waitUntil(
    self.registration.showNotification(message.title, {
      body: message.text,
      // What comes again takes the place of what is on show.
      tag: message.tag,
      icon: '/favicon.svg',
      requireInteraction: message.urgency === 'page',
      data: { url: message.url ?? `/sites/${encodeURIComponent(message.siteId)}/inbox` },
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin).href;
  event.waitUntil(
    self.clients.matchAll({ type: 'window', includeUncontrolled: true }).then((pages) => {
      const open = pages.find((page) => page.url === url);
      return open ? open.focus() : self.clients.openWindow(url);
    }),
  );
});
