import { WorkflowParts } from '../../../../nodes/TikTok/shared/workflowParts';

/** A part that every copy holds as one object. */
function partOf(parts: WorkflowParts, workflow: string, place: string): Record<string, unknown> {
	const part = {};
	parts.note(workflow, place, (copy) => (copy[place] = part));
	return part;
}

it('brings each part but the own one into a copy, which then holds what is noted later', () => {
	const parts = new WorkflowParts();
	const [one, two] = [partOf(parts, 'w', 'one'), partOf(parts, 'w', 'two')];
	const copy = { one: 'old', two: 'old', other: 1 };
	parts.refresh('w', copy, 'one');
	two.later = true;
	expect(copy).toEqual({ one: 'old', two: { later: true }, other: 1 });
	parts.refresh('w', copy);
	expect(copy.one).toBe(one);
});

it('leaves other workflows alone, and whatever else stands in place of a copy', () => {
	const parts = new WorkflowParts();
	partOf(parts, 'w', 'one');
	const copy = {};
	parts.refresh('other', copy);
	expect(copy).toEqual({});
	for (const nothing of [undefined, null, 'text', 7, []]) parts.refresh('w', nothing);
});

it('knows the 200 workflows that were used last', () => {
	const parts = new WorkflowParts();
	for (let index = 0; index <= 200; index += 1) partOf(parts, `w${index}`, 'one');
	const copies = [{}, {}];
	parts.refresh('w0', copies[0]);
	parts.refresh('w1', copies[1]);
	expect(copies).toEqual([{}, { one: {} }]);
});
