package dev.skep.query.lifecycle;

import dev.skep.query.execution.PlanExecutor;

/**
 * What the engine did since its start, and does now.
 *
 * @param running statements that plan or run now
 * @param queued statements that wait for a place now
 * @param places places among the running queries that are taken now
 * @param statementThreads threads that lead statements now: they plan, do commands, or wait for a place
 * @param plans what plans that run hold now
 * @param planCacheHits queries that ran with a plan that was made before
 * @param planCacheMisses queries that were planned
 * @param planCacheStale plans that no longer held when they were asked for; their queries are among the misses
 * @param planCachePlans plans that are kept
 * @param planCacheBytes about what they take of the heap
 */
public record EngineFigures(long running, long queued, long places, long statementThreads,
        PlanExecutor.Figures plans, long planCacheHits, long planCacheMisses, long planCacheStale,
        long planCachePlans, long planCacheBytes) {}
