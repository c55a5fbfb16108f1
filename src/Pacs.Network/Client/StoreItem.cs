using Pacs.Core;

namespace Pacs.Network;

/// <summary>What is to be sent, or why it cannot be.</summary>
/// <param name="Instance">The instance; null when there is a problem.</param>
/// <param name="Path">The file it comes from, or null.</param>
/// <param name="Problem">Why there is no instance.</param>
internal readonly record struct StoreItem(IStoredInstance? Instance, string? Path = null, DicomStatus Problem = default);
