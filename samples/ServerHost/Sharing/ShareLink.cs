namespace Pacs.ServerHost;

/// <summary>Lets somebody who has the link look at one study for a while.</summary>
/// <param name="Id">Names it to those who may withdraw it; opens nothing.</param>
/// <param name="Study">Study Instance UID.</param>
/// <param name="Note">For whom it is.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="ExpiresAt">Until when.</param>
internal sealed record ShareLink(string Id, string Study, string Note, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>What is asked for.</summary>
/// <param name="Hours">How long it lasts.</param>
/// <param name="Note">For whom it is.</param>
internal sealed record ShareRequest(double Hours = 72, string Note = "");
