/** A new folder of this process in the given one, by default the system's temporary folder. */
export function makeRunFolder(name: string, inside?: string): string;

/** Removes what killed runs have left there. */
export function removeLeftFolders(inside?: string): void;
