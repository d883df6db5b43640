/** Maps with at most `limit` calls at a time; results keep the order of the inputs. */
export async function concurrently<In, Out>(
	inputs: readonly In[],
	limit: number,
	map: (input: In, index: number) => Promise<Out>,
): Promise<Out[]> {
	const results: Out[] = [];
	let next = 0;
	const lane = async () => {
		while (next < inputs.length) {
			const index = next++;
			results[index] = await map(inputs[index], index);
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, inputs.length)) }, lane));
	return results;
}
