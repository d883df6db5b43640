/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { env } from 'node:process';

/**
 * How many cases a generated test makes up: all of them in `npm run test:generated`, which sets
 * `GENERATED`, one in twenty in `npm test`, so that it stays short.
 */
export const runsOf = (all: number): number => (env.GENERATED ? all : Math.ceil(all / 20));
