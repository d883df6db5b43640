/** Resolves to whether something was installed. */
export function installWhenLockChanged(
	directory: string,
	label: string,
	extraArguments?: string[],
): Promise<boolean>;
