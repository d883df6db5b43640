import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { cases, description, operations, properties, type Listed } from './listedOperations';

describe('what has no effect is not shown', () => {
	const optionsShown = (listed: Listed, postMode: string, photoSource?: string) => {
		const [options] = listed.fields.filter(({ type }) => type === 'collection');
		const values = {
			...{ resource: listed.resource },
			operation: listed.operation.value,
			postMode,
			...(photoSource && { photoSource }),
		};
		return (options.options as INodeProperties[])
			.filter((option) =>
				NodeHelpers.displayParameter({}, option, null, description, values as INodeParameters),
			)
			.map(({ name }) => name);
	};

	it.each(cases.filter(([, { fields: all }]) => all.some(({ name }) => name === 'postMode')))(
		'%s offers in draft mode no option that has no effect',
		(name, listed) => {
			const isFile = name.startsWith('video → upload');
			const own =
				{ 'video → uploadMany': ['maxConcurrency'], 'photo → post': ['aiGenerated'] }[name] ?? [];
			expect(optionsShown(listed, 'MEDIA_UPLOAD').sort()).toEqual(
				[...(isFile ? ['preflight'] : []), ...own, 'checkOnly', 'onceKey'].sort(),
			);
			expect(optionsShown(listed, 'DIRECT_POST')).toEqual(
				expect.arrayContaining([
					...(isFile ? ['preflight'] : []),
					'disableComment',
					'brandContent',
				]),
			);
		},
	);

	it.each([
		['video → publish', undefined, false],
		['photo → post', 'url', false],
		['photo → post', 'binary', true],
		['video → upload', undefined, true],
		['video → uploadMany', undefined, true],
	])(
		'%s (%s) offers the check of the file only where n8n has the file',
		(name, photoSource, isOffered) => {
			const [, listed] = cases.find(([one]) => one === name)!;
			for (const postMode of ['DIRECT_POST', 'MEDIA_UPLOAD']) {
				expect(optionsShown(listed, postMode, photoSource).includes('preflight')).toBe(isOffered);
			}
		},
	);

	it.each(['publish', 'upload', 'uploadMany'])(
		'video → %s hides in draft mode what a draft would silently drop',
		(value) => {
			const listed = operations.find(
				({ resource, operation }) => resource === 'video' && operation.value === value,
			);
			const shown = (postMode: string) => {
				const parameters = NodeHelpers.getNodeParameters(
					properties,
					{ resource: 'video', operation: value, postMode } as INodeParameters,
					true,
					false,
					null,
					description,
				);
				return Object.keys(parameters ?? {});
			};
			expect(listed).toBeDefined();
			expect(shown('DIRECT_POST')).toEqual(expect.arrayContaining(['title', 'privacyLevel']));
			expect(shown('MEDIA_UPLOAD')).not.toContain('title');
			expect(shown('MEDIA_UPLOAD')).not.toContain('privacyLevel');
		},
	);

	it.each([
		['SELF_ONLY', ['brandNotice']],
		['PUBLIC_TO_EVERYONE', []],
	])('with %s chosen only what has an effect is shown', (privacyLevel, notices) => {
		const chosen = {
			resource: 'video',
			operation: 'upload',
			postMode: 'DIRECT_POST',
			privacyLevel,
			options: { brandContent: true },
		};
		const shown = properties.filter(
			(property) =>
				property.name === 'brandNotice' &&
				NodeHelpers.displayParameter(chosen, property, null, description),
		);
		expect(shown.map(({ name }) => name)).toEqual(notices);
	});

	const waiting = cases.filter(([, { fields }]) =>
		fields.some(({ name }) => name === 'returnWhen'),
	);

	it('five operations can wait', () => expect(waiting).toHaveLength(5));

	it.each(
		waiting.flatMap(([name, listed]) =>
			(
				[
					['started', false],
					['published', true],
					['public', true],
					['={{ $json.when }}', true],
				] as const
			).map(([returnWhen, isShown]) => [name, returnWhen, isShown, listed] as const),
		),
	)('%s offers with Return %s a maximum wait: %s', (_, returnWhen, isShown, listed) => {
		const values = { resource: listed.resource, operation: listed.operation.value, returnWhen };
		const chosen = { ...values, options: { maxWaitMinutes: 3 } };
		const kept = NodeHelpers.getNodeParameters(properties, chosen, true, false, null, description);
		expect('maxWaitMinutes' in (kept?.options as INodeParameters)).toBe(isShown);
	});
});
