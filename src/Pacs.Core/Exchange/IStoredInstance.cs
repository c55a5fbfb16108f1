namespace Pacs.Core;

/// <summary>An instance that can be sent: known by name and syntax, opened when its turn comes.</summary>
public interface IStoredInstance
{
    /// <summary>Class and instance UID.</summary>
    InstanceId Id { get; }

    /// <summary>How its data set is stored.</summary>
    TransferSyntax TransferSyntax { get; }

    /// <summary>Opens the stored bytes. The caller disposes the result.</summary>
    ValueTask<IEncodedDataset> OpenAsync(CancellationToken ct);
}
