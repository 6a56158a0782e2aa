// Unpacks an archive (tar, gzip) into Pyodide's files: ten times as fast as Python does it there.
"use strict";

self.courseArchive = (() => {
  const BLOCK = 512;
  const decoder = new TextDecoder();

  /** The bytes of a gzip file. Some hosts hand it out unpacked already. */
  async function decompressed(bytes) {
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /** The files of a tar archive (POSIX ustar), each as [name, content]. */
  function* files(tar) {
    for (let at = 0; at + BLOCK <= tar.length;) {
      const text = (from, to) => decoder.decode(tar.subarray(at + from, at + to)).split("\0")[0];
      const name = text(0, 100);
      if (!name) return; // two empty blocks end an archive
      const folder = text(345, 500);
      const size = parseInt(text(124, 136), 8);
      at += BLOCK;
      yield [folder ? `${folder}/${name}` : name, tar.subarray(at, at + size)];
      at += Math.ceil(size / BLOCK) * BLOCK;
    }
  }

  /** Write the files of an archive below a folder. */
  function unpack(tar, FS, folder) {
    const made = new Set();
    for (const [name, content] of files(tar)) {
      const path = `${folder}/${name}`;
      const parent = path.slice(0, path.lastIndexOf("/"));
      if (!made.has(parent)) FS.mkdirTree(parent);
      made.add(parent);
      FS.writeFile(path, content);
    }
  }

  return { decompressed, files, unpack };
})();
