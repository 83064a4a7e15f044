// Applies the reader's choice between light and dark before anything is painted.
try {
  const scheme = localStorage.getItem('citeback-scheme');
  if (scheme === 'light' || scheme === 'dark') document.documentElement.dataset.scheme = scheme;
} catch {
  // Without storage the device decides.
}
