using Microsoft.AspNetCore.Authorization;

namespace Pacs.DicomWeb;

/// <summary>A scope that the user must have; null for the one that the endpoint's <see cref="DicomWebOperationMetadata"/> asks for.</summary>
internal sealed record ScopeRequirement(string? Scope) : IAuthorizationRequirement;
