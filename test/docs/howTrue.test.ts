import { probes } from '../conformance/probes';
import { defaultSwitches } from '../emulator/switches';
import { openQuestions } from '../emulator/questions';
import { seedState } from '../emulator/businessApi/seed';
import { howTruePage } from './howTruePage';
import { read } from './repository';

it('docs/how-true.md says what the emulator and the probes say; npm run docs writes it', () => {
	expect(read('docs/how-true.md')).toBe(howTruePage());
});

it('every switch and every question that is named exists', () => {
	const switches = { ...defaultSwitches(), ...seedState().switches };
	const named = [...probes, ...openQuestions].flatMap(({ switch: name }) => name ?? []);
	expect(named.filter((name) => !(name in switches))).toEqual([]);
	const numbers = openQuestions.map(({ number }) => number);
	const asked = probes.flatMap(({ question }) => question ?? []);
	expect(asked.filter((number) => !numbers.includes(number))).toEqual([]);
});
