export const MB = 1_000_000;
export const MiB = 1024 ** 2;
export const GiB = 1024 ** 3;

/** As a person says it: whole binary units where they fit exactly, else decimal ones. */
export function sizeName(bytes: number): string {
	if (bytes >= GiB && bytes % GiB === 0) return `${bytes / GiB} GiB`;
	if (bytes >= MiB && bytes % MiB === 0) return `${bytes / MiB} MiB`;
	if (bytes >= MB && bytes % (MB / 10) === 0) return `${bytes / MB} MB`;
	return `${bytes.toLocaleString('en')} B`;
}

export const inMB = (bytes: number) => `${(bytes / MB).toFixed(0)} MB`;
