// Blocking on purpose: the chosen theme must stand before the first paint, or the page flashes in the other one.
try {
  const theme = localStorage.getItem('farol-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch { /* storage is forbidden here: the system's theme holds */ }
