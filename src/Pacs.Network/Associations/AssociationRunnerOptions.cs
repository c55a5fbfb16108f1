namespace Pacs.Network;

/// <summary>Limits of an <see cref="AssociationRunner"/>.</summary>
public sealed record AssociationRunnerOptions
{
    /// <summary>Limits and time-outs of each association; its clock and log are the runner's too.</summary>
    public AssociationOptions Association { get; init; } = new();

    /// <summary>Associations at once. More are rejected: transient, local limit exceeded. Default 512.</summary>
    public int MaxAssociations { get; init; } = 512;

    /// <summary>Associations at once with the same calling AE title; 0 is no limit. More are rejected likewise.</summary>
    public int MaxAssociationsPerCallingAe { get; init; }

    /// <summary>Associations at once from the same IP address; 0 is no limit. More are rejected likewise.</summary>
    public int MaxAssociationsPerAddress { get; init; }

    /// <summary>Connections that are not associated, yet or any more. More are closed without a word. Default 128.</summary>
    public int MaxPendingConnections { get; init; } = 128;

    /// <summary>Associations that get a thread of their own, on which their socket calls block; those beyond share the thread pool. Default 256.</summary>
    /// <remarks>Measured: a thread of its own costs an association a quarter of the processor time that the best asynchronous reader costs.</remarks>
    public int MaxThreads { get; init; } = 256;

    /// <summary>Who is told of associations. None by default.</summary>
    public IReadOnlyList<IAssociationObserver> Observers { get; init; } = [];

    /// <summary>How long <see cref="AssociationRunner.StopAsync"/> lets running operations go on. Default 30 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
