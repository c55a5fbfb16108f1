using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>What a method takes and gives, for those who describe it: nothing here decides anything.</summary>
/// <param name="Id">The transaction's name (PS3.18 Table H-1) without blanks; no two methods share one.</param>
internal sealed record RouteForm(string Id)
{
    public IReadOnlyList<RouteParameter> Parameters { get; init; } = [];

    /// <summary>For a search: any attribute that the index keeps at this level or above is a parameter, too.</summary>
    public QueryLevel? MatchesAt { get; init; }

    /// <summary>Media types of a body that is sent; empty when none is.</summary>
    public IReadOnlyList<string> Consumes { get; init; } = [];

    /// <summary>Media types of the answer, the default first; empty when it has no body.</summary>
    public IReadOnlyList<string> Produces { get; init; } = [];

    /// <summary>Statuses of success.</summary>
    public IReadOnlyList<int> Successes { get; init; } = [200];

    /// <summary>Statuses of failure, beside those of authorization.</summary>
    public IReadOnlyList<int> Failures { get; init; } = [400, 503];
}

/// <summary>A parameter in the query.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Summary">What it does, for people.</param>
/// <param name="IsRequired">Whether there is no answer without it.</param>
internal sealed record RouteParameter(string Name, string Summary, bool IsRequired = false);
