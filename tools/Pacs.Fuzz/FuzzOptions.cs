namespace Pacs.Fuzz;

/// <summary>How long to fuzz, from what, and where to keep what was found.</summary>
internal sealed record FuzzOptions
{
    public required string Corpus { get; init; }

    public long Executions { get; init; } = 1_000_000;

    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(24);

    /// <summary>What a single execution may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(2);

    public int Seed { get; init; } = 1;

    public int MaxSeedLength { get; init; } = 64 * 1024;

    public int MaxFailures { get; init; } = 20;

    public string Findings { get; init; } = Path.Combine("artifacts", "fuzz");
}
