using Pacs.Core;
using Pacs.Imaging;

await using DicomFile file = await DicomFile.OpenAsync("enhanced.dcm");
using Volume volume = await new[] { file }.LoadVolumeAsync();
