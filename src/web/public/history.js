const key = 'notafter.lines';
const most = 100;

/** Lines typed before, newest last, kept in this browser. */
export function createHistory() {
  const lines = read();
  let position = lines.length;
  let draft = '';
  return {
    add(line) {
      if (lines.at(-1) !== line) lines.push(line);
      lines.splice(0, lines.length - most);
      position = lines.length;
      draft = '';
      write(lines);
    },
    older(current) {
      if (position === lines.length) draft = current;
      position = Math.max(0, position - 1);
      return lines[position] ?? draft;
    },
    newer() {
      position = Math.min(lines.length, position + 1);
      return lines[position] ?? draft;
    },
  };
}

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((line) => typeof line === 'string').slice(-most) : [];
  } catch {
    // Storage may be switched off or hold something else: the page works without.
    return [];
  }
}

function write(lines) {
  try {
    localStorage.setItem(key, JSON.stringify(lines));
  } catch {
    // As above.
  }
}
