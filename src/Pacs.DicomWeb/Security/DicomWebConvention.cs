using Microsoft.AspNetCore.Builder;

namespace Pacs.DicomWeb;

/// <summary>What is applied to the endpoints of every <c>MapDicomWeb</c> of an application, for services that make themselves felt without a call for each mapping: authorization, CORS, rate limits. Register with the container.</summary>
/// <param name="Apply">Adds metadata to all endpoints of a mapping.</param>
public sealed record DicomWebConvention(Action<IEndpointConventionBuilder> Apply);
