import type {
	IDataObject,
	IExecutePaginationFunctions,
	INodeExecutionData,
	IPollFunctions,
} from 'n8n-workflow';
import { KeptKeys } from '../../../../../nodes/TikTok/run/keptKeys';
import { pollRun } from '../../../../../nodes/TikTok/trigger/pollRun';
import type { Post, World } from './world';

let nodes = 0;

/**
 * n8n around one trigger: live static data of a workflow, kept by the node's name, saved as JSON when
 * a poll returns something; a poll that throws changes nothing that is saved.
 */
export class Trigger {
	publishIds: string[] = [];
	heard: string[] = [];
	/** Started while it watched, and not lost to a crash before it looked. */
	readonly responsible = new Set<Post>();
	/** Public when it was switched on, and posted before. */
	oldPosts: Post[] = [];
	private readonly nodeId = `node-${++nodes}`;
	private name = 'TikTok Trigger';
	private live: IDataObject = {};
	private saved = '{}';
	private isRegistered = false;
	private activation = 'activate';
	private unseen: Post[] = [];
	/** The data that executions of the workflow began with. */
	private executions: IDataObject[] = [];
	/** Since when an outcome is chosen. */
	private readonly wantedSince = new Map<string, number>();
	/** When it was switched on, by the later of both clocks. */
	private watchesFrom = Infinity;

	constructor(
		private readonly world: World,
		private readonly source: string,
		public wanted: string[],
	) {}

	/** Switched on, at a moment that two clocks may tell differently. */
	async activate(): Promise<void> {
		const { time, clock, publicPosts } = this.world;
		await this.register('activate');
		this.responsible.clear();
		this.unseen = [];
		this.watchesFrom = Math.max(time, clock);
		this.oldPosts = publicPosts
			.filter(({ at }) => at < Math.min(time, clock) - 1_000)
			.filter(({ videoId }) => !this.heard.includes(videoId));
	}

	/** n8n is killed and started again: what was not saved is gone. */
	async restart(): Promise<void> {
		for (const post of this.unseen) this.responsible.delete(post);
		this.unseen = [];
		this.executions = [];
		await this.register('init');
	}

	/** An execution begins with a copy of what n8n has saved, and in the end writes all of it back. */
	async execution(ends: boolean): Promise<void> {
		if (!ends) this.executions.push(JSON.parse(this.saved) as IDataObject);
		const copy = ends && this.executions.shift();
		if (!copy) return;
		const key = { state: 'accepted', publishId: 'p', at: this.world.clock } as const;
		await new KeptKeys(this.contextOfExecution(copy)).keep('key', key, false);
		this.saved = JSON.stringify(copy);
	}

	async choose(events: string[]): Promise<void> {
		for (const event of events) {
			if (!this.wanted.includes(event)) this.wantedSince.set(event, this.world.time);
		}
		this.wanted = events;
		await this.update();
	}

	/** Whether an outcome was chosen before it came to be. */
	isChosenFor(post: Post, event: string): boolean {
		const since = this.wantedSince.get(event) ?? 0;
		return this.wanted.includes(event) && since < this.world.timeOf(post, event);
	}

	async rename(name: string): Promise<void> {
		this.name = name;
		await this.update();
	}

	/** A change of the node was published. */
	async update(): Promise<void> {
		await this.register('update');
	}

	isTold(post: Post): void {
		this.responsible.add(post);
		this.unseen.push(post);
	}

	get listedPosts(): Post[] {
		return this.world.posts.filter(({ id }) => this.publishIds.includes(id));
	}

	isCertainlyNew({ kind, at }: Post): boolean {
		return ['public', 'draft'].includes(kind) && at >= this.watchesFrom;
	}

	/** Polls at the same time; n8n first registers again what failed to be registered. */
	async polls(together: number): Promise<void> {
		if (!this.isRegistered) await this.register(this.activation);
		if (!this.isRegistered) return;
		const known = [...this.unseen];
		const ended = await Promise.all(
			Array.from({ length: together }, async () => await this.poll()),
		);
		// A post is safe as soon as a poll has come to its end after it.
		if (ended.length > 0 && ended.every(Boolean)) {
			this.unseen = this.unseen.filter((post) => !known.includes(post));
		}
	}

	private async register(activation: string): Promise<void> {
		this.activation = activation;
		this.live = JSON.parse(this.saved) as IDataObject;
		this.isRegistered = await this.poll(true);
	}

	/** @returns whether it came to its end */
	private async poll(isNew = false): Promise<boolean> {
		const { live } = this;
		let output: INodeExecutionData[][] | null;
		try {
			output = await pollRun(this.context(live));
		} catch {
			return false;
		}
		if (output !== null || isNew) this.saved = JSON.stringify(live);
		for (const { json } of (output ?? []).flat()) {
			this.heard.push(
				this.source === 'account'
					? String(json.id)
					: `${String(json.publish_id)} ${String(json.event)}`,
			);
		}
		return true;
	}

	private contextOfExecution(staticData: IDataObject): IExecutePaginationFunctions {
		return {
			getMode: () => 'trigger',
			getExecutionId: () => '1',
			getWorkflow: () => ({ id: `workflow of ${this.nodeId}` }),
			getWorkflowStaticData: (type: string) => (staticData[type] ??= {}),
			workflow: { staticData, nodes: {} },
		} as unknown as IExecutePaginationFunctions;
	}

	private context(live: IDataObject): IPollFunctions {
		const parameters: IDataObject = {
			source: this.source,
			events: this.wanted,
			publishIds: this.publishIds,
		};
		return {
			getMode: () => 'trigger',
			getActivationMode: () => this.activation,
			getWorkflow: () => ({ id: `workflow of ${this.nodeId}` }),
			getNode: () => ({ id: this.nodeId, name: this.name, type: '', parameters: {} }),
			getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
			getWorkflowStaticData: (type: string) =>
				(live[type === 'node' ? `node:${this.name}` : type] ??= {}),
			logger: { warn() {} },
		} as unknown as IPollFunctions;
	}
}
