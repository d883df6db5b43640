import { list, read } from './repository';

/** All TypeScript below a folder. */
function filesBelow(folder: string): string[] {
	return list(folder).flatMap((name) => {
		if (name.endsWith('.ts')) return [`${folder}/${name}`];
		return name.includes('.') ? [] : filesBelow(`${folder}/${name}`);
	});
}

/** What is published, as text. */
export const sources = ['nodes', 'credentials']
	.flatMap(filesBelow)
	.map((path) => ({ path, text: read(path) }));
